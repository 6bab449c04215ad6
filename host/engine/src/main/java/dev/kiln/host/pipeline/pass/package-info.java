/** One sampling pass: opened, sampled, decoded, closed. Open Pass first. */
@NullMarked
package dev.kiln.host.pipeline.pass;

import org.jspecify.annotations.NullMarked;
