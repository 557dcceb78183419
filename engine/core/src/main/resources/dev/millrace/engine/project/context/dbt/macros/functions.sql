{# The functions dbt offers for all databases, in Flink's SQL. Names and arguments are dbt's. #}

{% macro dateadd(datepart, interval, from_date_or_timestamp) -%}
    {{ return(adapter.dispatch('dateadd', 'dbt')(datepart, interval, from_date_or_timestamp)) }}
{%- endmacro %}
{% macro default__dateadd(datepart, interval, from_date_or_timestamp) -%}
    TIMESTAMPADD({{ datepart | upper }}, {{ interval }}, {{ from_date_or_timestamp }})
{%- endmacro %}

{% macro datediff(first_date, second_date, datepart) -%}
    {{ return(adapter.dispatch('datediff', 'dbt')(first_date, second_date, datepart)) }}
{%- endmacro %}
{% macro default__datediff(first_date, second_date, datepart) -%}
    {#- dbt counts the ends of days, months and so on that lie between; Flink counts whole ones. -#}
    {%- set part = datepart | upper -%}
    TIMESTAMPDIFF({{ part }}, FLOOR(CAST({{ first_date }} AS TIMESTAMP(3)) TO {{ part }}), FLOOR(CAST({{ second_date }} AS TIMESTAMP(3)) TO {{ part }}))
{%- endmacro %}

{% macro date_trunc(datepart, date) -%}
    {{ return(adapter.dispatch('date_trunc', 'dbt')(datepart, date)) }}
{%- endmacro %}
{% macro default__date_trunc(datepart, date) -%}
    FLOOR({{ date }} TO {{ datepart | upper }})
{%- endmacro %}

{% macro current_timestamp() -%}
    {{ return(adapter.dispatch('current_timestamp', 'dbt')()) }}
{%- endmacro %}
{% macro default__current_timestamp() -%}CURRENT_TIMESTAMP{%- endmacro %}

{% macro concat(fields) -%}
    {{ return(adapter.dispatch('concat', 'dbt')(fields)) }}
{%- endmacro %}
{% macro default__concat(fields) -%}
    CONCAT({{ fields | join(', ') }})
{%- endmacro %}

{% macro listagg(measure, delimiter_text="','", order_by_clause=none, limit_num=none) -%}
    {{ return(adapter.dispatch('listagg', 'dbt')(measure, delimiter_text, order_by_clause, limit_num)) }}
{%- endmacro %}
{% macro default__listagg(measure, delimiter_text="','", order_by_clause=none, limit_num=none) -%}
    {%- if order_by_clause is not none or limit_num is not none -%}
        {{ exceptions.warn('Flink has no order within LISTAGG and no limit: both are passed over') }}
    {%- endif -%}
    LISTAGG({{ measure }}, {{ delimiter_text }})
{%- endmacro %}

{% macro split_part(string_text, delimiter_text, part_number) -%}
    {{ return(adapter.dispatch('split_part', 'dbt')(string_text, delimiter_text, part_number)) }}
{%- endmacro %}
{% macro default__split_part(string_text, delimiter_text, part_number) -%}
    {%- if part_number is number and part_number < 0 -%}
        {{ _split_part_negative(string_text, delimiter_text, part_number) }}
    {%- else -%}
        SPLIT_INDEX({{ string_text }}, {{ delimiter_text }}, {{ part_number }} - 1)
    {%- endif -%}
{%- endmacro %}
{% macro _split_part_negative(string_text, delimiter_text, part_number) -%}
    {{ return(adapter.dispatch('_split_part_negative', 'dbt')(string_text, delimiter_text, part_number)) }}
{%- endmacro %}
{% macro default___split_part_negative(string_text, delimiter_text, part_number) -%}
    SPLIT_INDEX({{ string_text }}, {{ delimiter_text }}, (CHAR_LENGTH({{ string_text }}) - CHAR_LENGTH(REPLACE({{ string_text }}, {{ delimiter_text }}, ''))) / CHAR_LENGTH({{ delimiter_text }}) + 1 - {{ part_number | abs }})
{%- endmacro %}

{% macro string_literal(value) -%}
    {{ return(adapter.dispatch('string_literal', 'dbt')(value)) }}
{%- endmacro %}
{% macro default__string_literal(value) -%}
    '{{ value }}'
{%- endmacro %}

{% macro escape_single_quotes(expression) -%}
    {{ return(adapter.dispatch('escape_single_quotes', 'dbt')(expression)) }}
{%- endmacro %}
{% macro default__escape_single_quotes(expression) -%}
{{ expression | replace("'", "''") }}
{%- endmacro %}

{% macro safe_cast(field, type) -%}
    {{ return(adapter.dispatch('safe_cast', 'dbt')(field, type)) }}
{%- endmacro %}
{% macro default__safe_cast(field, type) -%}
    TRY_CAST({{ field }} AS {{ type }})
{%- endmacro %}

{% macro cast(field, type) -%}
    {{ return(adapter.dispatch('cast', 'dbt')(field, type)) }}
{%- endmacro %}
{% macro default__cast(field, type) -%}
    CAST({{ field }} AS {{ type }})
{%- endmacro %}

{% macro hash(field) -%}
    {{ return(adapter.dispatch('hash', 'dbt')(field)) }}
{%- endmacro %}
{% macro default__hash(field) -%}
    MD5(CAST({{ field }} AS STRING))
{%- endmacro %}

{% macro length(expression) -%}
    {{ return(adapter.dispatch('length', 'dbt')(expression)) }}
{%- endmacro %}
{% macro default__length(expression) -%}
    CHAR_LENGTH({{ expression }})
{%- endmacro %}

{% macro right(string_text, length_expression) -%}
    {{ return(adapter.dispatch('right', 'dbt')(string_text, length_expression)) }}
{%- endmacro %}
{% macro default__right(string_text, length_expression) -%}
    RIGHT({{ string_text }}, {{ length_expression }})
{%- endmacro %}

{% macro replace(field, old_chars, new_chars) -%}
    {{ return(adapter.dispatch('replace', 'dbt')(field, old_chars, new_chars)) }}
{%- endmacro %}
{% macro default__replace(field, old_chars, new_chars) -%}
    REPLACE({{ field }}, {{ old_chars }}, {{ new_chars }})
{%- endmacro %}

{% macro position(substring_text, string_text) -%}
    {{ return(adapter.dispatch('position', 'dbt')(substring_text, string_text)) }}
{%- endmacro %}
{% macro default__position(substring_text, string_text) -%}
    POSITION({{ substring_text }} IN {{ string_text }})
{%- endmacro %}

{% macro except() -%}{{ return(adapter.dispatch('except', 'dbt')()) }}{%- endmacro %}
{% macro default__except() -%}EXCEPT{%- endmacro %}

{% macro intersect() -%}{{ return(adapter.dispatch('intersect', 'dbt')()) }}{%- endmacro %}
{% macro default__intersect() -%}INTERSECT{%- endmacro %}

{% macro any_value(expression) -%}
    {{ return(adapter.dispatch('any_value', 'dbt')(expression)) }}
{%- endmacro %}
{% macro default__any_value(expression) -%}
    FIRST_VALUE({{ expression }})
{%- endmacro %}

{% macro bool_or(expression) -%}
    {{ return(adapter.dispatch('bool_or', 'dbt')(expression)) }}
{%- endmacro %}
{% macro default__bool_or(expression) -%}
    (MAX(CASE WHEN {{ expression }} THEN 1 ELSE 0 END) = 1)
{%- endmacro %}

{% macro cast_bool_to_text(field) -%}
    {{ return(adapter.dispatch('cast_bool_to_text', 'dbt')(field)) }}
{%- endmacro %}
{% macro default__cast_bool_to_text(field) -%}
    LOWER(CAST({{ field }} AS STRING))
{%- endmacro %}

{% macro equals(expr1, expr2) -%}
    {{ return(adapter.dispatch('equals', 'dbt')(expr1, expr2)) }}
{%- endmacro %}
{% macro default__equals(expr1, expr2) -%}
    ({{ expr1 }}) IS NOT DISTINCT FROM ({{ expr2 }})
{%- endmacro %}

{% macro last_day(date, datepart) -%}
    {{ return(adapter.dispatch('last_day', 'dbt')(date, datepart)) }}
{%- endmacro %}
{% macro default__last_day(date, datepart) -%}
    {%- set part = datepart | upper -%}
    CAST(TIMESTAMPADD(DAY, -1, TIMESTAMPADD({{ part }}, 1, FLOOR(CAST({{ date }} AS TIMESTAMP(3)) TO {{ part }}))) AS DATE)
{%- endmacro %}

{% macro date(year, month, day) -%}
    {{ return(adapter.dispatch('date', 'dbt')(year, month, day)) }}
{%- endmacro %}
{% macro default__date(year, month, day) -%}
    DATE '{{ '%04d-%02d-%02d' | format(year, month, day) }}'
{%- endmacro %}

{% macro array_construct(inputs=[], data_type='INT') -%}
    {{ return(adapter.dispatch('array_construct', 'dbt')(inputs, data_type)) }}
{%- endmacro %}
{% macro default__array_construct(inputs=[], data_type='INT') -%}
    {#- Flink has no empty array: this one loses the only element it has. -#}
    {%- if inputs -%}
        ARRAY[{{ inputs | join(', ') }}]
    {%- else -%}
        ARRAY_REMOVE(ARRAY[CAST(NULL AS {{ data_type }})], CAST(NULL AS {{ data_type }}))
    {%- endif -%}
{%- endmacro %}

{% macro array_append(array, new_element) -%}
    {{ return(adapter.dispatch('array_append', 'dbt')(array, new_element)) }}
{%- endmacro %}
{% macro default__array_append(array, new_element) -%}
    ARRAY_APPEND({{ array }}, {{ new_element }})
{%- endmacro %}

{% macro array_concat(array_1, array_2) -%}
    {{ return(adapter.dispatch('array_concat', 'dbt')(array_1, array_2)) }}
{%- endmacro %}
{% macro default__array_concat(array_1, array_2) -%}
    ARRAY_CONCAT({{ array_1 }}, {{ array_2 }})
{%- endmacro %}

{# Names that dbt keeps for older projects. #}
{% macro current_timestamp_backcompat() -%}{{ return(current_timestamp()) }}{%- endmacro %}
{% macro current_timestamp_in_utc_backcompat() -%}{{ return(current_timestamp()) }}{%- endmacro %}
{% macro snapshot_get_time() -%}{{ return(current_timestamp()) }}{%- endmacro %}
{% macro default_last_day(date, datepart) -%}{{ return(default__last_day(date, datepart)) }}{%- endmacro %}
