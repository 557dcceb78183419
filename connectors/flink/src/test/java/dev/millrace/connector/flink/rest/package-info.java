/** Tests of HTTP and error texts. */
@NullMarked
package dev.millrace.connector.flink.rest;

import org.jspecify.annotations.NullMarked;
