/**
 * YAML as dbt's users write it: read with PyYAML's rules, with the place of every value, and with
 * limits that a hostile file cannot pass.
 *
 * <p>May depend on {@code problem} only.
 */
@NullMarked
package dev.millrace.engine.project.yaml;

import org.jspecify.annotations.NullMarked;
