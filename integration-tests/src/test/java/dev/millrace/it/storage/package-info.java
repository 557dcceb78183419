/** Storage that is not this machine's disk: an S3 server of our own, on loopback. */
@NullMarked
package dev.millrace.it.storage;

import org.jspecify.annotations.NullMarked;
