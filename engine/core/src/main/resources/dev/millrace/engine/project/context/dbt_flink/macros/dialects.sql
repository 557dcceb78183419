{# What projects written for other Flink adapters call or count on. #}

{# On Confluent Cloud a schema is a Kafka cluster that exists already: its name is taken as it is. #}
{% macro confluent__generate_schema_name(custom_schema_name=none, node=none) -%}
    {{ target.schema if custom_schema_name is none else custom_schema_name | trim }}
{%- endmacro %}

{# dbt-flink-adapter makes the tables of sources in a hook; here they are declared for every job. #}
{% macro create_sources() -%}{{ return('') }}{%- endmacro %}
