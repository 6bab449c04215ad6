/** Changes a graph. Open GraphEdit first. */
@NullMarked
package dev.kiln.host.graph.edit;

import org.jspecify.annotations.NullMarked;
