-- Orders as a web shop would send them: some arrive late, a few customers buy much more than the others.
{{ config(
    connector='datagen',
    with={
      'rows-per-second': var('orders_per_second'),
      'fields.order_id.min': 1,
      'fields.order_id.max': 999999999,
      'fields.spread.min': 0,
      'fields.spread.max': 1,
      'fields.product_number.min': 0,
      'fields.product_number.max': 11,
      'fields.quantity.min': 1,
      'fields.quantity.max': 4,
      'fields.cents.min': 199,
      'fields.cents.max': 9999,
      'fields.pays_after.min': 0,
      'fields.pays_after.max': 9,
      'fields.order_time.max-past': '4s'
    }
) }}
order_id BIGINT,
spread DOUBLE,
product_number INT,
quantity INT,
cents INT,
pays_after INT,
order_time TIMESTAMP_LTZ(3),
-- The cube makes low numbers frequent: customer 0 places about every fifth order.
customer_id AS CAST(POWER(spread, 3) * 100 AS INT),
product AS ELT(1 + product_number, 'apples', 'bread', 'butter', 'cheese', 'coffee', 'flour', 'honey', 'milk', 'oats', 'rice', 'salt', 'tea'),
amount AS CAST(quantity * cents / 100.0 AS DECIMAL(10, 2))
