/** Measuring optimizers of attention on this machine, and choosing by it. Open Laboratory first. */
@NullMarked
package dev.kiln.host.tuning;

import org.jspecify.annotations.NullMarked;
