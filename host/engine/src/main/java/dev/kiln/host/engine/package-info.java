/** The engine as one object: what command line and server stand on. Open Engine first. */
@NullMarked
package dev.kiln.host.engine;

import org.jspecify.annotations.NullMarked;
