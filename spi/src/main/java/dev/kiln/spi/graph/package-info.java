/**
 * Network graphs: what a plugin may find, write and change in one before its session is made. Open
 * NetworkGraph first.
 */
@NullMarked
package dev.kiln.spi.graph;

import org.jspecify.annotations.NullMarked;
