"""提醒函 and 督办函: from what lags in a county to a letter that is signed, issued, answered, checked and closed.

Source: 汴民文〔2023〕20号, 殡葬服务提升工程实施方案, 附件 1 and 2.
"""
