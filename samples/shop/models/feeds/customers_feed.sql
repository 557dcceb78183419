-- What the customer database says of its rows: each event is the newest state of one customer.
{{ config(
    connector='datagen',
    with={
      'rows-per-second': var('customers_per_second'),
      'fields.customer_id.min': 0,
      'fields.customer_id.max': 99,
      'fields.tier_number.min': 0,
      'fields.tier_number.max': 2,
      'fields.luck.min': 0,
      'fields.luck.max': 19,
      'fields.updated_at.max-past': '1s'
    }
) }}
customer_id INT,
tier_number INT,
luck INT,
updated_at TIMESTAMP_LTZ(3),
customer_name AS CONCAT('customer-', LPAD(CAST(customer_id AS STRING), 3, '0')),
tier AS ELT(1 + tier_number, 'bronze', 'silver', 'gold'),
-- One event in twenty closes the account; a later one may open it again.
is_open AS luck > 0
