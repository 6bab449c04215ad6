/** Services of the host that a plugin asks for by {@code @Inject}. Open PluginHome first. */
@NullMarked
package dev.kiln.spi.host;

import org.jspecify.annotations.NullMarked;
