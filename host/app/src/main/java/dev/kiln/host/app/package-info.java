/** The command line over the engine. Open Main first. */
@NullMarked
package dev.kiln.host.app;

import org.jspecify.annotations.NullMarked;
