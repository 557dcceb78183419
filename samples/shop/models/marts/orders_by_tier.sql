-- Each order with the tier its customer had at that moment: a temporal join.
SELECT o.order_id, o.customer_id, c.customer_name, c.tier, o.amount, o.order_time
FROM {{ ref('stg_orders') }} AS o
JOIN {{ ref('customers') }} FOR SYSTEM_TIME AS OF o.order_time AS c
  ON o.customer_id = c.customer_id
