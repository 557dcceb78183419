-- The customers as they are now: rows are updated, and deleted when an account is closed.
{{ config(
    primary_key=['customer_id'],
    watermark={'column': 'updated_at', 'expression': "updated_at - INTERVAL '5' SECOND"}
) }}
SELECT
  customer_id,
  LAST_VALUE(customer_name) AS customer_name,
  LAST_VALUE(tier) AS tier,
  MAX(updated_at) AS updated_at
FROM {{ ref('customers_feed') }}
GROUP BY customer_id
HAVING LAST_VALUE(is_open)
