/** The Model Context Protocol over HTTP and stdio. Open KilnServer first. */
@NullMarked
package dev.kiln.plugin.mcp;

import org.jspecify.annotations.NullMarked;
