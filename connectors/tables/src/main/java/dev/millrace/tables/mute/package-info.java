/**
 * Tables that plan like the real thing and do nothing: a factory that stands for any connector, so
 * that a project is type-checked and its graphs are tried without the connector's jar, its broker
 * or its data.
 *
 * <p>Depends on Flink's table API alone and is compiled to 17, because it may be shipped to a
 * cluster; nothing here may know the sidecar.
 */
@NullMarked
package dev.millrace.tables.mute;

import org.jspecify.annotations.NullMarked;
