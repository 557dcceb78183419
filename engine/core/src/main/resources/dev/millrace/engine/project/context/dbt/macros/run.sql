{# A streaming table is never rebuilt in pieces: its job keeps it up to date. #}

{% macro is_incremental() -%}
    {{ return(false) }}
{%- endmacro %}

{% macro should_full_refresh() -%}
    {{ return(config.get('full_refresh', false) is true) }}
{%- endmacro %}

{% macro should_store_failures() -%}
    {{ return(config.get('store_failures', false) is true) }}
{%- endmacro %}
