/** Tests of types and values. */
@NullMarked
package dev.millrace.connector.flink.types;

import org.jspecify.annotations.NullMarked;
