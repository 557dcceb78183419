-- %% [markdown]
-- # A first look at the shop
--
-- Each cell below is run on its own or all in a row, here or with `millrace show --file analyses/first_look.sql`.
-- What one cell defines, the next can read.

-- %% What a generated order looks like
SELECT order_id, customer_id, product, quantity, amount
FROM {{ ref('orders_feed') }}
ORDER BY order_id
LIMIT 5;

-- %% Big orders, for the cells below
CREATE TEMPORARY VIEW big_orders AS
SELECT customer_id, product, amount
FROM {{ ref('orders_feed') }}
WHERE amount > 100;

-- %% Who places them
SELECT customer_id, COUNT(*) AS orders, SUM(amount) AS revenue
FROM big_orders
GROUP BY customer_id;

-- %% What they buy
SELECT product, COUNT(*) AS orders, MAX(amount) AS biggest
FROM big_orders
GROUP BY product;
