/** Events that the host fires and a plugin may observe with {@code @Observes}. They only inform. */
@NullMarked
package dev.kiln.spi.event;

import org.jspecify.annotations.NullMarked;
