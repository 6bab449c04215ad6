/** What a pass begins with: noise, or pictures and their masks. Open FirstLatents first. */
@NullMarked
package dev.kiln.host.pipeline.start;

import org.jspecify.annotations.NullMarked;
