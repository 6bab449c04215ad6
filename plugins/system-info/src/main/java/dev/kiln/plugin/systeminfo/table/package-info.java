/**
 * What each condition of a picture costs, and what each optimizer wins back. Open {@link
 * dev.kiln.plugin.systeminfo.table.TableCommand} first, then {@link
 * dev.kiln.plugin.systeminfo.table.TableRun}.
 */
@NullMarked
package dev.kiln.plugin.systeminfo.table;

import org.jspecify.annotations.NullMarked;
