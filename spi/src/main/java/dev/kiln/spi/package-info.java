/**
 * The contract between Kiln and its plugins. Open {@link dev.kiln.spi.hook.HookPoint} first:
 * everything that a plugin can do is one of its sub-interfaces.
 */
@NullMarked
package dev.kiln.spi;

import org.jspecify.annotations.NullMarked;
