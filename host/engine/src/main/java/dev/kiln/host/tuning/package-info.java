/** Measures attention optimizers on this machine and chooses one. Open MeasuredAttention first. */
@NullMarked
package dev.kiln.host.tuning;

import org.jspecify.annotations.NullMarked;
