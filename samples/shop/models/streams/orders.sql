-- The shop's log of orders: everything below reads it from here.
{{ config(
    watermark={'column': 'order_time', 'expression': "order_time - INTERVAL '5' SECOND"},
    virtual_columns={'log_offset': "BIGINT METADATA FROM 'offset' VIRTUAL"},
    with={'scan.startup.mode': 'latest-offset'}
) }}
SELECT order_id, customer_id, product, quantity, amount, pays_after, order_time
FROM {{ ref('orders_feed') }}
