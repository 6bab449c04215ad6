/** Leaves the negative prompt out of the evaluations where it matters least. */
@NullMarked
package dev.kiln.plugin.guidancecutoff;

import org.jspecify.annotations.NullMarked;
