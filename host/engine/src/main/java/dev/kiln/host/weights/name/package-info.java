/** Parameter names in the formats other than diffusers'. Open Naming first. */
@NullMarked
package dev.kiln.host.weights.name;

import org.jspecify.annotations.NullMarked;
