/**
 * What plugins implement, one interface a file. Open HookPoint first; each hook says when, how
 * often and on which thread it runs.
 */
@NullMarked
package dev.kiln.spi.hook;

import org.jspecify.annotations.NullMarked;
