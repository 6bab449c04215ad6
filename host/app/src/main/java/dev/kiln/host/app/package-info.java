/** The command line. Open Main first. */
@NullMarked
package dev.kiln.host.app;

import org.jspecify.annotations.NullMarked;
