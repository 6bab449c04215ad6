/**
 * Results of benchmarks, one's own and those of others: kept, compared and shown. Open {@link
 * dev.kiln.plugin.systeminfo.records.BenchmarkRecord} first, then {@link
 * dev.kiln.plugin.systeminfo.records.RecordStore}.
 */
@NullMarked
package dev.kiln.plugin.systeminfo.records;

import org.jspecify.annotations.NullMarked;
