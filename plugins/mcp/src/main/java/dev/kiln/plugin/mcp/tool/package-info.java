/** What language models may ask for. Open DrawTool first. */
@NullMarked
package dev.kiln.plugin.mcp.tool;

import org.jspecify.annotations.NullMarked;
