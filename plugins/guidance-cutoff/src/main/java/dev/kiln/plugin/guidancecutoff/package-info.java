/** Skips the negative prompt in the evaluations where it matters least. */
@NullMarked
package dev.kiln.plugin.guidancecutoff;

import org.jspecify.annotations.NullMarked;
