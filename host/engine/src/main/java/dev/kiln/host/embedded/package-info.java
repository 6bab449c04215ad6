/**
 * The engine as a library: what kiln-api declares, over an engine and its queue. Open EmbeddedKiln
 * first.
 */
@NullMarked
package dev.kiln.host.embedded;

import org.jspecify.annotations.NullMarked;
