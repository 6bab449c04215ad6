/**
 * The parameters of a network by their diffusers names; their values stay in their files. Open
 * StateDict first.
 */
@NullMarked
package dev.kiln.host.weights;

import org.jspecify.annotations.NullMarked;
