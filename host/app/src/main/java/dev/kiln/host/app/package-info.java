/** The command line and the wiring of the whole. Open Main first. */
@NullMarked
package dev.kiln.host.app;

import org.jspecify.annotations.NullMarked;
