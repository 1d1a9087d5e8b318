package io.github.accelbed.reports.chart;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reduces an image to its 256 most frequent colours. A chart is flat areas and the soft edges of text; nobody sees the
 * difference, and a page that embeds the image twice becomes a third of the size.
 */
final class Indexed {
    private static final int COLOURS = 256;

    private Indexed() {}

    static BufferedImage of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        List<Integer> table = frequent(pixels);
        byte[] red = new byte[table.size()];
        byte[] green = new byte[table.size()];
        byte[] blue = new byte[table.size()];
        for (int i = 0; i < table.size(); i++) {
            red[i] = (byte) (table.get(i) >> 16);
            green[i] = (byte) (table.get(i) >> 8);
            blue[i] = (byte) (int) table.get(i);
        }
        IndexColorModel model = new IndexColorModel(8, table.size(), red, green, blue);
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
        Map<Integer, Integer> nearest = new HashMap<>();
        byte[] row = new byte[width];
        int before = pixels[0];
        byte index = (byte) nearest(table, before);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int pixel = pixels[y * width + x];
                if (pixel != before) {
                    before = pixel;
                    index = (byte) (int) nearest.computeIfAbsent(pixel, rgb -> nearest(table, rgb));
                }
                row[x] = index;
            }
            result.getRaster().setDataElements(0, y, width, 1, row);
        }
        return result;
    }

    /** Ordered by frequency and then by value, so that the same image always gets the same table. */
    private static List<Integer> frequent(int[] pixels) {
        Map<Integer, Integer> counts = new HashMap<>();
        // Charts are flat: pixels are counted by runs of one colour, for most lie in a long one.
        int from = 0;
        for (int at = 1; at <= pixels.length; at++) {
            if (at == pixels.length || pixels[at] != pixels[from]) {
                counts.merge(pixels[from], at - from, Integer::sum);
                from = at;
            }
        }
        List<Map.Entry<Integer, Integer>> entries = new ArrayList<>(counts.entrySet());
        entries.sort(Map.Entry.<Integer, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())));
        return entries.stream().limit(COLOURS).map(Map.Entry::getKey).toList();
    }

    private static int nearest(List<Integer> table, int rgb) {
        int best = 0;
        int bestDistance = Integer.MAX_VALUE;
        for (int i = 0; i < table.size(); i++) {
            int other = table.get(i);
            int red = (rgb >> 16 & 0xff) - (other >> 16 & 0xff);
            int green = (rgb >> 8 & 0xff) - (other >> 8 & 0xff);
            int blue = (rgb & 0xff) - (other & 0xff);
            int distance = 3 * red * red + 6 * green * green + blue * blue;
            if (distance < bestDistance) {
                bestDistance = distance;
                best = i;
            }
        }
        return best;
    }
}
