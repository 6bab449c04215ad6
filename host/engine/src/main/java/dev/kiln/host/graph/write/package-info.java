/** Nodes appended to a graph under unique names. Open NodeWriter first. */
@NullMarked
package dev.kiln.host.graph.write;

import org.jspecify.annotations.NullMarked;
