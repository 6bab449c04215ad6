/**
 * Services of the host that a plugin gets by {@code @Inject}, and what they exchange. Open
 * PluginHome first.
 */
@NullMarked
package dev.kiln.spi.host;

import org.jspecify.annotations.NullMarked;
