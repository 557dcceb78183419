{# Rows made of nothing: numbers and dates. #}

{% macro get_powers_of_two(upper_bound) -%}
    {{ return(adapter.dispatch('get_powers_of_two', 'dbt')(upper_bound)) }}
{%- endmacro %}
{% macro default__get_powers_of_two(upper_bound) -%}
    {%- if upper_bound <= 0 -%}
        {{ exceptions.raise_compiler_error('upper_bound must be positive') }}
    {%- endif -%}
    {%- set found = namespace(power=1) -%}
    {%- for power in range(1, 63) if 2 ** power < upper_bound -%}
        {%- set found.power = power + 1 -%}
    {%- endfor -%}
    {{ return(found.power) }}
{%- endmacro %}

{% macro generate_series(upper_bound) -%}
    {{ return(adapter.dispatch('generate_series', 'dbt')(upper_bound)) }}
{%- endmacro %}
{# One cross join for each decimal digit: Flink has no function that makes rows. #}
{% macro default__generate_series(upper_bound) -%}
    {%- set digits = (upper_bound | int - 1) | string | length -%}
    SELECT generated_number FROM (
        SELECT
        {%- for digit in range(digits) %} digit_{{ digit }}.n * {{ 10 ** digit }} +{% endfor %} 1 AS generated_number
        FROM
        {%- for digit in range(digits) %}
        {{ 'CROSS JOIN ' if digit }}(VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS digit_{{ digit }} (n)
        {%- endfor %}
    ) AS numbers
    WHERE generated_number <= {{ upper_bound }}
{%- endmacro %}

{% macro get_intervals_between(start_date, end_date, datepart) -%}
    {{ return(adapter.dispatch('get_intervals_between', 'dbt')(start_date, end_date, datepart)) }}
{%- endmacro %}
{# Dates that stand in the text are counted; between others there may be as many as 10,000. #}
{% macro default__get_intervals_between(start_date, end_date, datepart) -%}
    {%- set days = {'day': 1, 'week': 7, 'month': 28, 'quarter': 90, 'year': 365} -%}
    {%- set pattern = '[0-9]{4}-[0-9]{2}-[0-9]{2}' -%}
    {%- set first = modules.re.findall(pattern, start_date | string) -%}
    {%- set last = modules.re.findall(pattern, end_date | string) -%}
    {%- if first | length != 1 or last | length != 1 or datepart | lower not in days -%}
        {{ return(10000) }}
    {%- endif -%}
    {%- set from = modules.datetime.datetime.strptime(first[0], '%Y-%m-%d') -%}
    {%- set to = modules.datetime.datetime.strptime(last[0], '%Y-%m-%d') -%}
    {{ return([1, ((to - from).days // days[datepart | lower]) + 1] | max) }}
{%- endmacro %}

{% macro date_spine(datepart, start_date, end_date) -%}
    {{ return(adapter.dispatch('date_spine', 'dbt')(datepart, start_date, end_date)) }}
{%- endmacro %}
{% macro default__date_spine(datepart, start_date, end_date) -%}
    SELECT date_{{ datepart }} FROM (
        SELECT CAST({{ dateadd(datepart, 'generated_number - 1', start_date) }} AS TIMESTAMP(3)) AS date_{{ datepart }}
        FROM ({{ generate_series(get_intervals_between(start_date, end_date, datepart)) }}) AS series
    ) AS all_periods
    WHERE date_{{ datepart }} < CAST({{ end_date }} AS TIMESTAMP(3))
{%- endmacro %}
