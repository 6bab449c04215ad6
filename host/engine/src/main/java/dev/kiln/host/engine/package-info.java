/** The engine as one object, for the command line and the server. Open Engine first. */
@NullMarked
package dev.kiln.host.engine;

import org.jspecify.annotations.NullMarked;
