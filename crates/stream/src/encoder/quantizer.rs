//! What an encoder wrote, as far as somebody must know it: where the parameter sets are, and how finely a frame was
//! quantized.

use std::fmt;

use h264_reader::{
    Context,
    nal::{Nal, RefNal, UnitType, pps::PicParameterSet, slice::SliceHeader, sps::SeqParameterSet},
};

/// Reads the NAL units of a stream as they come.
#[derive(Default)]
pub(super) struct Quantizers {
    context: Context,
}

impl Quantizers {
    /// The quantizer with which a slice begins; none for other units. The unit begins with its start code.
    pub(super) fn read(&mut self, unit: &[u8]) -> Result<Option<u8>, &'static str> {
        let start = unit.iter().position(|byte| *byte != 0);
        let body = match start.and_then(|start| unit.split_at_checked(start + 1)) {
            Some((code, body)) if code.len() >= 3 && code.ends_with(&[1]) && !body.is_empty() => {
                body
            }
            _ => return Err("no start code"),
        };
        let unit = RefNal::new(body, &[], true);
        let header = unit.header().map_err(|_| "a broken unit")?;
        match header.nal_unit_type() {
            UnitType::SeqParameterSet => {
                let set = SeqParameterSet::from_bits(unit.rbsp_bits())
                    .map_err(|_| "a broken sequence parameter set")?;
                self.context.put_seq_param_set(set);
                Ok(None)
            }
            UnitType::PicParameterSet => {
                let set = PicParameterSet::from_bits(&self.context, unit.rbsp_bits())
                    .map_err(|_| "a broken picture parameter set")?;
                self.context.put_pic_param_set(set);
                Ok(None)
            }
            UnitType::SliceLayerWithoutPartitioningIdr
            | UnitType::SliceLayerWithoutPartitioningNonIdr => {
                let mut bits = unit.rbsp_bits();
                let (slice, _, set) =
                    SliceHeader::from_bits(&self.context, &mut bits, header, None)
                        .map_err(|_| "a broken slice")?;
                let quantizer = 26 + set.pic_init_qp_minus26 + slice.slice_qp_delta;
                u8::try_from(quantizer)
                    .map(Some)
                    .map_err(|_| "a quantizer out of range")
            }
            _ => Ok(None),
        }
    }
}

impl fmt::Debug for Quantizers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Quantizers")
    }
}
