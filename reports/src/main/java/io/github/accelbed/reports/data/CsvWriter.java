package io.github.accelbed.reports.data;

import io.github.accelbed.reports.result.Column;
import io.github.accelbed.reports.result.DataTable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a table as CSV (RFC 4180): CR LF after every record, a header record with the units in brackets, quotes only
 * where a field needs them.
 */
public final class CsvWriter {
    private static final String END_OF_RECORD = "\r\n";

    /**
     * The table as CSV.
     *
     * @param table what to write
     * @return the text, to be encoded as UTF-8
     */
    public String csv(DataTable table) {
        StringBuilder out = new StringBuilder();
        out.append(record(table.columns().stream().map(Column::header).toList()));
        for (List<Object> row : table.rows()) {
            out.append(record(row.stream().map(Values::text).toList()));
        }
        return out.toString();
    }

    private static String record(List<String> fields) {
        return fields.stream().map(CsvWriter::field).collect(Collectors.joining(",", "", END_OF_RECORD));
    }

    private static String field(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
