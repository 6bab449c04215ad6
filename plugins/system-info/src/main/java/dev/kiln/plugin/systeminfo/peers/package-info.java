/**
 * The same picture by other programs on this machine, beside Kiln's. Open {@link
 * dev.kiln.plugin.systeminfo.peers.PeersCommand} first, then {@link
 * dev.kiln.plugin.systeminfo.peers.PeersRun}.
 */
@NullMarked
package dev.kiln.plugin.systeminfo.peers;

import org.jspecify.annotations.NullMarked;
