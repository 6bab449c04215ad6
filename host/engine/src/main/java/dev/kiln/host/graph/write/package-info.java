/** Appends operators to a graph. Open NodeWriter first. */
@NullMarked
package dev.kiln.host.graph.write;

import org.jspecify.annotations.NullMarked;
