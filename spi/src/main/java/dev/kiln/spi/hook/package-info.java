/**
 * What plugins implement, one interface per file. Open HookPoint first. Each hook states when, how
 * often and on which thread it runs.
 */
@NullMarked
package dev.kiln.spi.hook;

import org.jspecify.annotations.NullMarked;
