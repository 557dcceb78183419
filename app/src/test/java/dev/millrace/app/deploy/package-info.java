/** Tests of the models, with plans and reports written down by hand. */
@NullMarked
package dev.millrace.app.deploy;

import org.jspecify.annotations.NullMarked;
