/** Adaptive projected guidance. */
@NullMarked
package dev.kiln.plugin.apg;

import org.jspecify.annotations.NullMarked;
