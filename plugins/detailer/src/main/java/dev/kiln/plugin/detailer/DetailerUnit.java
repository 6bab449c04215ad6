package dev.kiln.plugin.detailer;

import dev.kiln.plugin.detailer.detect.ChosenDetector;

/**
 * One search in a request and what is done about what it finds.
 *
 * @param index its place among the units, from 0
 */
record DetailerUnit(int index, UnitValues values, ChosenDetector detector) {}
