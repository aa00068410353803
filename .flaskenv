FLASK_APP=commands:create
