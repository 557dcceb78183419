/** Tests of the SQL Gateway's client, and the contracts every gateway has to keep. */
@NullMarked
package dev.millrace.connector.flink.gateway;

import org.jspecify.annotations.NullMarked;
