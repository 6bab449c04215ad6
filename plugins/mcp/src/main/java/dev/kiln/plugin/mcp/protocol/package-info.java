/** Conversations with clients, whatever carries their messages. Open Conversation first. */
@NullMarked
package dev.kiln.plugin.mcp.protocol;

import org.jspecify.annotations.NullMarked;
