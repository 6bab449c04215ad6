/**
 * For the tests of plugin authors: contracts to extend, fakes to call a hook with, and generations
 * by the real host on a tiny model.
 */
@NullMarked
package dev.kiln.spi.testkit;

import org.jspecify.annotations.NullMarked;
